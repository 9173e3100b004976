BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE bank_seen (
	learner VARCHAR NOT NULL, 
	bank VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	CONSTRAINT bank_seen_key PRIMARY KEY (learner, bank), 
	CONSTRAINT bank_seen_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "bank_seen" VALUES('me','colours','ba15294483863a3d19022b70');
INSERT INTO "bank_seen" VALUES('ben','colours','7d573a9fdcec1a9ca78e9b83');
CREATE TABLE card_change (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	CONSTRAINT card_change_key PRIMARY KEY (learner, card), 
	CONSTRAINT card_change_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "card_change" VALUES('me','colours/grass#ask','064ecb63d28a91310000000000000000');
CREATE TABLE card_former (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	former VARCHAR NOT NULL, 
	dropped BOOLEAN NOT NULL, 
	CONSTRAINT card_former_key PRIMARY KEY (learner, card, former), 
	CONSTRAINT card_former_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "card_former" VALUES('me','colours/heaven#ask','colours/sky#ask',0);
CREATE TABLE card_mark (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	suspended BOOLEAN NOT NULL, 
	buried_until DATE, 
	CONSTRAINT card_mark_key PRIMARY KEY (learner, card), 
	CONSTRAINT card_mark_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "card_mark" VALUES('me','colours/tint#meaning',1,NULL);
INSERT INTO "card_mark" VALUES('me','colours/hue#term',0,'2026-11-22');
INSERT INTO "card_mark" VALUES('me','colours/tint#term',1,NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#meaning',1,NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#term',1,NULL);
CREATE TABLE demo_approval (
	learner VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	approved_at DATETIME NOT NULL, 
	CONSTRAINT demo_approval_key PRIMARY KEY (learner, digest), 
	CONSTRAINT demo_approval_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "demo_approval" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','2026-11-23 00:55:01.329122');
CREATE TABLE demo_run (
	learner VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	machine VARCHAR NOT NULL, 
	level VARCHAR NOT NULL, 
	ending VARCHAR NOT NULL, 
	facts VARCHAR NOT NULL, 
	output VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	seconds FLOAT NOT NULL, 
	ran_at DATETIME NOT NULL, 
	CONSTRAINT demo_run_key PRIMARY KEY (learner, digest), 
	CONSTRAINT demo_run_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT demo_run_level CHECK (level IN ('bubblewrap', 'landlock', 'limits')), 
	CONSTRAINT demo_run_ending CHECK (ending IN ('ran', 'cannot', 'broken', 'stopped')), 
	CONSTRAINT demo_run_seconds CHECK (seconds >= 0)
);
INSERT INTO "demo_run" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','sum','Linux 6.12 on x86_64, 2 cores, CPython 3.11.7','bubblewrap','ran','{"sum": "4"}','','',6.71588269979110918939e-02,'2026-11-23 00:55:02.395689');
CREATE TABLE exam_paper (
	learner VARCHAR NOT NULL, 
	id CHAR(32) NOT NULL, 
	seed BIGINT NOT NULL, 
	banks VARCHAR NOT NULL, 
	blueprint VARCHAR NOT NULL, 
	limit_ms INTEGER NOT NULL, 
	certainty BOOLEAN NOT NULL, 
	apart BOOLEAN NOT NULL, 
	started_at DATETIME NOT NULL, 
	predicted FLOAT NOT NULL, 
	predicted_low FLOAT NOT NULL, 
	predicted_high FLOAT NOT NULL, 
	place INTEGER NOT NULL, 
	used_ms INTEGER NOT NULL, 
	handed_in_at DATETIME, 
	CONSTRAINT exam_paper_key PRIMARY KEY (learner, id), 
	CONSTRAINT exam_paper_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT exam_paper_limit CHECK (limit_ms > 0), 
	CONSTRAINT exam_paper_used CHECK (used_ms BETWEEN 0 AND limit_ms), 
	CONSTRAINT exam_paper_place CHECK (place >= 0)
);
INSERT INTO "exam_paper" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce',5,'["colours"]','[]',300000,1,0,'2026-11-23 00:55:06.366188',5.8333333333333337034e-01,0.5,0.75,3,37,'2026-11-23 00:55:06.452608');
INSERT INTO "exam_paper" VALUES('me','01a205e646b77a5cb963daa6aad8eedb',6,'["colours"]','[]',300000,0,0,'2026-11-23 00:55:07.191250',1.0,1.0,1.0,1,7,NULL);
CREATE TABLE exam_question (
	learner VARCHAR NOT NULL, 
	paper CHAR(32) NOT NULL, 
	position INTEGER NOT NULL, 
	card VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	given VARCHAR NOT NULL, 
	certainty INTEGER, 
	flagged BOOLEAN NOT NULL, 
	seen BOOLEAN NOT NULL, 
	ms INTEGER NOT NULL, 
	correct BOOLEAN, 
	marked VARCHAR, 
	CONSTRAINT exam_question_key PRIMARY KEY (learner, paper, position), 
	CONSTRAINT exam_question_of_exam_paper FOREIGN KEY(learner, paper) REFERENCES exam_paper (learner, id), 
	CONSTRAINT exam_question_certainty CHECK (certainty BETWEEN 1 AND 3), 
	CONSTRAINT exam_question_time CHECK (ms >= 0)
);
INSERT INTO "exam_question" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce',0,'colours/grass#ask','064ecb63d28a91310000000000000000','["a"]',2,0,1,9,0,'{"number": 1, "card": "colours/grass#ask", "stem": "What colour is grass?", "given": "a", "right": "dark green", "correct": false, "certainty": 2, "ms": 9, "because": [], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce',1,'colours/hue#meaning','be5a9b38e431811b0000000000000000','["a colour mixed with white"]',3,0,1,8,0,'{"number": 2, "card": "colours/hue#meaning", "stem": "What does \u201cHue\u201d mean?", "given": "a colour mixed with white", "right": "what makes red another colour than green", "correct": false, "certainty": 3, "ms": 8, "because": ["This is what \u201cTint\u201d means."], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce',2,'colours/sum#ask','90c1667d3ff534a8fce5ff03a6620a2c','["three"]',1,0,1,8,0,'{"number": 3, "card": "colours/sum#ask", "stem": "How many colours are two and two?", "given": "three", "right": "four", "correct": false, "certainty": 1, "ms": 8, "because": ["That is one less."], "source": "", "refs": [], "demo": "sum"}');
INSERT INTO "exam_question" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce',3,'colours/shade#term','f39e288d39be390b0000000000000000','["white"]',3,0,1,12,0,'{"number": 4, "card": "colours/shade#term", "stem": "Which term is described here?\n\na colour mixed with black", "given": "white", "right": "Shade", "correct": false, "certainty": 3, "ms": 12, "because": [], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e646b77a5cb963daa6aad8eedb',0,'colours/sum#ask','90c1667d3ff534a8fce5ff03a6620a2c','["three"]',NULL,0,1,0,NULL,NULL);
INSERT INTO "exam_question" VALUES('me','01a205e646b77a5cb963daa6aad8eedb',1,'colours/heaven#ask','9e36cab4bbb310850000000000000000','[]',NULL,0,1,7,NULL,NULL);
INSERT INTO "exam_question" VALUES('me','01a205e646b77a5cb963daa6aad8eedb',2,'colours/snow#ask','42cfcda4164980ef0000000000000000','[]',NULL,0,0,0,NULL,NULL);
CREATE TABLE learner (
	name VARCHAR NOT NULL, 
	retention FLOAT NOT NULL, 
	new INTEGER NOT NULL, 
	rollover INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT learner_key PRIMARY KEY (name), 
	CONSTRAINT learner_retention CHECK (retention > 0 AND retention < 1), 
	CONSTRAINT learner_new CHECK (new >= 0), 
	CONSTRAINT learner_rollover CHECK (rollover BETWEEN 0 AND 23)
);
INSERT INTO "learner" VALUES('me',0.87,20,4,'2026-11-23 00:54:58.900723');
INSERT INTO "learner" VALUES('ben',0.9,10,4,'2026-11-23 00:55:03.477424');
CREATE TABLE memory (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	stability FLOAT NOT NULL, 
	difficulty FLOAT NOT NULL, 
	introduced DATE NOT NULL, 
	last DATE NOT NULL, 
	due DATE NOT NULL, 
	reps INTEGER NOT NULL, 
	lapses INTEGER NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	CONSTRAINT memory_key PRIMARY KEY (learner, card), 
	CONSTRAINT memory_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT memory_stability CHECK (stability > 0), 
	CONSTRAINT memory_difficulty CHECK (difficulty BETWEEN 1 AND 10), 
	CONSTRAINT memory_days CHECK (introduced <= last AND last <= due), 
	CONSTRAINT memory_reps CHECK (reps > 0), 
	CONSTRAINT memory_lapses CHECK (lapses BETWEEN 0 AND reps)
);
INSERT INTO "memory" VALUES('me','colours/hue#meaning',7.75083982855898412367e-01,7.39450274127971773907e+00,'2026-11-22','2026-11-22','2026-11-22',2,1,'be5a9b38e431811b0000000000000000');
INSERT INTO "memory" VALUES('me','colours/shade#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'61bb58c91b4603970000000000000000');
INSERT INTO "memory" VALUES('me','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
INSERT INTO "memory" VALUES('me','colours/grass#ask',8.33567171103160448053e-02,8.80630446885683682012e+00,'2026-11-22','2026-11-22','2026-11-22',2,0,'064ecb63d28a91310000000000000000');
INSERT INTO "memory" VALUES('me','colours/tone#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'67a528a5217602ab0000000000000000');
INSERT INTO "memory" VALUES('me','colours/snow#ask',1.2931,5.11217070560105568688e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'42cfcda4164980ef0000000000000000');
INSERT INTO "memory" VALUES('ben','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'be5a9b38e431811b0000000000000000');
INSERT INTO "memory" VALUES('ben','colours/shade#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'61bb58c91b4603970000000000000000');
INSERT INTO "memory" VALUES('ben','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
INSERT INTO "memory" VALUES('me','colours/heaven#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
INSERT INTO "memory" VALUES('me','colours/sum#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'90c1667d3ff534a8fce5ff03a6620a2c');
INSERT INTO "memory" VALUES('me','colours/shade#term',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'f39e288d39be390b0000000000000000');
CREATE TABLE review (
	learner VARCHAR NOT NULL, 
	id CHAR(32) NOT NULL, 
	card VARCHAR NOT NULL, 
	sitting CHAR(32) NOT NULL, 
	rating INTEGER NOT NULL, 
	reviewed_at DATETIME NOT NULL, 
	utc_offset INTEGER NOT NULL, 
	day DATE NOT NULL, 
	duration_ms INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	retention FLOAT NOT NULL, 
	response VARCHAR NOT NULL, 
	correct BOOLEAN, 
	fingerprint VARCHAR NOT NULL, 
	overruled BOOLEAN NOT NULL, 
	voided_at DATETIME, 
	CONSTRAINT review_key PRIMARY KEY (learner, id), 
	CONSTRAINT review_of_sitting FOREIGN KEY(learner, sitting) REFERENCES sitting (learner, id), 
	CONSTRAINT review_rating CHECK (rating BETWEEN 1 AND 4), 
	CONSTRAINT review_duration CHECK (duration_ms >= 0), 
	CONSTRAINT review_retention CHECK (retention > 0 AND retention < 1), 
	CONSTRAINT review_kind CHECK (kind IN ('drill', 'cram', 'exam'))
);
INSERT INTO "review" VALUES('me','01a205e629be7a23ae96f05116cd170f','colours/hue#meaning','01a205e629be7a23ae96f05116cd170f',3,'2026-11-23 00:54:59.774608',0,'2026-11-22',1,'drill',0.87,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62aa37593af027f1bccbb1b9e','colours/shade#meaning','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.003616',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,'2026-11-23 00:55:00.003616');
INSERT INTO "review" VALUES('me','01a205e62aa3741eb8ccdee078c94c17','colours/shade#meaning','01a205e629be7a23ae96f05116cd170f',3,'2026-11-23 00:55:00.003616',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62aba7951a9a923ebfc6bd845','colours/sky#ask','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.026489',0,'2026-11-22',1,'drill',0.87,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62ac1702dbb1e4326bc34d16d','colours/grass#ask','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.033420',0,'2026-11-22',1,'drill',0.87,'a',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62ac47587ba41f9aa8db4b0b9','colours/tone#meaning','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.036776',0,'2026-11-22',1,'drill',0.87,'a colour mixed with black',0,'67a528a5217602ab0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62ac97fa5a8d8d7875b01e7fd','colours/snow#ask','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.041121',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,'2026-11-23 00:55:00.041121');
INSERT INTO "review" VALUES('me','01a205e62ac97961a588b6ae24d428ea','colours/snow#ask','01a205e629be7a23ae96f05116cd170f',2,'2026-11-23 00:55:00.041121',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62acf730d8a9ea0911ee0dc14','colours/sum#ask','01a205e629be7a23ae96f05116cd170f',1,'2026-11-23 00:55:00.047596',0,'2026-11-22',1,'drill',0.87,'three',0,'90c1667d3ff534a8fce5ff03a6620a2c',0,'2026-11-23 00:55:00.453848');
INSERT INTO "review" VALUES('ben','01a205e638fb756cb6aa2ace26a1e817','colours/hue#meaning','01a205e638fb756cb6aa2ace26a1e817',3,'2026-11-23 00:55:03.675012',0,'2026-11-22',1,'drill',0.9,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e63ab678de8e8a258df9169dc7','colours/shade#meaning','01a205e638fb756cb6aa2ace26a1e817',1,'2026-11-23 00:55:04.118388',0,'2026-11-22',1,'drill',0.9,'a colour mixed with grey',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e63ad07215b3b0d3f3e694a3c7','colours/sky#ask','01a205e638fb756cb6aa2ace26a1e817',1,'2026-11-23 00:55:04.144092',0,'2026-11-22',1,'drill',0.9,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e63d3873c180b6b789ee295671','colours/grass#ask','01a205e63d3873c180b6b789ee295671',1,'2026-11-23 00:55:04.760119',0,'2026-11-22',10,'cram',0.87,'blue',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e63d4b7db983f5f295de9b9d4e','colours/hue#meaning','01a205e63d3873c180b6b789ee295671',1,'2026-11-23 00:55:04.779488',0,'2026-11-22',1,'cram',0.87,'a colour mixed with white',0,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e63d5072ce87d746e0ef7b1762','colours/sky#ask','01a205e63d3873c180b6b789ee295671',1,'2026-11-23 00:55:04.784283',0,'2026-11-22',1,'cram',0.87,'b',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e643d47cfa8b937af948e5eac8','colours/grass#ask','01a205e6437e7e21a8ed335a1ee169ce',1,'2026-11-23 00:55:06.452608',0,'2026-11-22',9,'exam',0.87,'a',0,'064ecb63d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e643d57c699748e710da29e249','colours/hue#meaning','01a205e6437e7e21a8ed335a1ee169ce',1,'2026-11-23 00:55:06.453608',0,'2026-11-22',8,'exam',0.87,'a colour mixed with white',0,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e643d67dfa9eb60ea405e794bb','colours/sum#ask','01a205e6437e7e21a8ed335a1ee169ce',1,'2026-11-23 00:55:06.454608',0,'2026-11-22',8,'exam',0.87,'three',0,'90c1667d3ff534a8fce5ff03a6620a2c',0,NULL);
INSERT INTO "review" VALUES('me','01a205e643d7783f824e2df1cdd00356','colours/shade#term','01a205e6437e7e21a8ed335a1ee169ce',1,'2026-11-23 00:55:06.455608',0,'2026-11-22',12,'exam',0.87,'white',0,'f39e288d39be390b0000000000000000',0,NULL);
CREATE TABLE sitting (
	learner VARCHAR NOT NULL, 
	id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	seed BIGINT NOT NULL, 
	CONSTRAINT sitting_key PRIMARY KEY (learner, id), 
	CONSTRAINT sitting_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT sitting_kind CHECK (kind IN ('drill', 'cram', 'exam'))
);
INSERT INTO "sitting" VALUES('me','01a205e629be7a23ae96f05116cd170f','drill','2026-11-23 00:54:59.773608',1);
INSERT INTO "sitting" VALUES('ben','01a205e638fb756cb6aa2ace26a1e817','drill','2026-11-23 00:55:03.674012',2);
INSERT INTO "sitting" VALUES('me','01a205e63d3873c180b6b789ee295671','cram','2026-11-23 00:55:04.750119',3);
INSERT INTO "sitting" VALUES('me','01a205e6437e7e21a8ed335a1ee169ce','exam','2026-11-23 00:55:06.443608',5);
CREATE INDEX review_of_card ON review (learner, card, reviewed_at, id);
CREATE INDEX review_of_day ON review (learner, day);
CREATE INDEX review_in_order ON review (learner, reviewed_at, id);
CREATE INDEX memory_due ON memory (learner, due, introduced, card);
CREATE INDEX card_of_former ON card_former (learner, former);
CREATE INDEX exam_question_judged ON exam_question (learner, correct, certainty);
COMMIT;
