BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE bank_seen (
	learner VARCHAR NOT NULL, 
	bank VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	CONSTRAINT bank_seen_key PRIMARY KEY (learner, bank), 
	CONSTRAINT bank_seen_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "bank_seen" VALUES('me','colours','ba15294483863a3d19022b70');
INSERT INTO "bank_seen" VALUES('ben','colours','ba15294483863a3d19022b70');
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
INSERT INTO "card_former" VALUES('ben','colours/heaven#ask','colours/sky#ask',0);
CREATE TABLE card_mark (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	suspended BOOLEAN NOT NULL, 
	buried_until DATE, suspended_at DATETIME, buried_at DATETIME, 
	CONSTRAINT card_mark_key PRIMARY KEY (learner, card), 
	CONSTRAINT card_mark_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "card_mark" VALUES('me','colours/tint#meaning',1,NULL,'2026-11-23 00:55:23.746239',NULL);
INSERT INTO "card_mark" VALUES('me','colours/hue#term',0,'2026-11-22',NULL,'2026-11-23 00:55:20.757351');
INSERT INTO "card_mark" VALUES('me','colours/tint#term',1,NULL,'2026-11-23 00:55:23.746239',NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#meaning',1,NULL,'2026-11-23 00:55:24.315919',NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#term',1,NULL,'2026-11-23 00:55:24.315919',NULL);
CREATE TABLE catch_up (
	learner VARCHAR NOT NULL, 
	since DATE NOT NULL, 
	until DATE NOT NULL, 
	minutes FLOAT NOT NULL, 
	changed_at DATETIME, 
	dropped BOOLEAN NOT NULL, 
	CONSTRAINT catch_up_key PRIMARY KEY (learner), 
	CONSTRAINT catch_up_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT catch_up_minutes CHECK (minutes > 0), 
	CONSTRAINT catch_up_days CHECK (since <= until)
);
INSERT INTO "catch_up" VALUES('cat','2026-11-22','2026-11-29',12.5,'2026-11-23 01:02:03.000000',0);
CREATE TABLE demo_approval (
	learner VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	approved_at DATETIME NOT NULL, 
	CONSTRAINT demo_approval_key PRIMARY KEY (learner, digest), 
	CONSTRAINT demo_approval_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "demo_approval" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','2026-11-23 00:55:22.205311');
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
INSERT INTO "demo_run" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','sum','Linux 6.12 on x86_64, 2 cores, CPython 3.11.7','bubblewrap','ran','{"sum": "4"}','','',6.78170850005699321627e-02,'2026-11-23 00:55:23.228100');
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
INSERT INTO "exam_paper" VALUES('me','01a205e693787820862030dc60fca80b',5,'["colours"]','[]',300000,1,0,'2026-11-23 00:55:26.840684',5.8333333333333337034e-01,0.5,0.75,3,36,'2026-11-23 00:55:26.904406');
INSERT INTO "exam_paper" VALUES('me','01a205e696937446aa8b16c4f26d4f9f',6,'["colours"]','[]',300000,0,0,'2026-11-23 00:55:27.635075',1.0,1.0,1.0,1,9,NULL);
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
INSERT INTO "exam_question" VALUES('me','01a205e693787820862030dc60fca80b',0,'colours/grass#ask','064ecb63d28a91310000000000000000','["a"]',2,0,1,6,0,'{"number": 1, "card": "colours/grass#ask", "stem": "What colour is grass?", "given": "a", "right": "dark green", "correct": false, "certainty": 2, "ms": 6, "because": [], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e693787820862030dc60fca80b',1,'colours/hue#meaning','be5a9b38e431811b0000000000000000','["a colour mixed with white"]',3,0,1,9,0,'{"number": 2, "card": "colours/hue#meaning", "stem": "What does \u201cHue\u201d mean?", "given": "a colour mixed with white", "right": "what makes red another colour than green", "correct": false, "certainty": 3, "ms": 9, "because": ["This is what \u201cTint\u201d means."], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e693787820862030dc60fca80b',2,'colours/sum#ask','90c1667d3ff534a8fce5ff03a6620a2c','["three"]',1,0,1,7,0,'{"number": 3, "card": "colours/sum#ask", "stem": "How many colours are two and two?", "given": "three", "right": "four", "correct": false, "certainty": 1, "ms": 7, "because": ["That is one less."], "source": "", "refs": [], "demo": "sum"}');
INSERT INTO "exam_question" VALUES('me','01a205e693787820862030dc60fca80b',3,'colours/shade#term','f39e288d39be390b0000000000000000','["white"]',3,0,1,14,0,'{"number": 4, "card": "colours/shade#term", "stem": "Which term is described here?\n\na colour mixed with black", "given": "white", "right": "Shade", "correct": false, "certainty": 3, "ms": 14, "because": [], "source": "", "refs": [], "demo": ""}');
INSERT INTO "exam_question" VALUES('me','01a205e696937446aa8b16c4f26d4f9f',0,'colours/sum#ask','90c1667d3ff534a8fce5ff03a6620a2c','["three"]',NULL,0,1,0,NULL,NULL);
INSERT INTO "exam_question" VALUES('me','01a205e696937446aa8b16c4f26d4f9f',1,'colours/heaven#ask','9e36cab4bbb310850000000000000000','[]',NULL,0,1,9,NULL,NULL);
INSERT INTO "exam_question" VALUES('me','01a205e696937446aa8b16c4f26d4f9f',2,'colours/snow#ask','42cfcda4164980ef0000000000000000','[]',NULL,0,0,0,NULL,NULL);
CREATE TABLE learner (
	name VARCHAR NOT NULL, 
	retention FLOAT NOT NULL, 
	new INTEGER NOT NULL, 
	rollover INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, retention_at DATETIME, new_at DATETIME, rollover_at DATETIME, 
	CONSTRAINT learner_key PRIMARY KEY (name), 
	CONSTRAINT learner_retention CHECK (retention > 0 AND retention < 1), 
	CONSTRAINT learner_new CHECK (new >= 0), 
	CONSTRAINT learner_rollover CHECK (rollover BETWEEN 0 AND 23)
);
INSERT INTO "learner" VALUES('me',0.87,20,4,'2026-11-23 00:55:19.023974','2026-11-23 00:55:19.563812','2026-11-23 00:55:19.897603',NULL);
INSERT INTO "learner" VALUES('ben',0.9,10,4,'2026-11-23 00:55:24.300104',NULL,NULL,NULL);
INSERT INTO "learner" VALUES('cat',0.9,10,4,'2026-11-23 01:02:03.000000',NULL,NULL,NULL);
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
INSERT INTO "memory" VALUES('ben','colours/heaven#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
CREATE TABLE "plan" (
	learner VARCHAR NOT NULL, 
	exam DATE NOT NULL, 
	minutes FLOAT NOT NULL, 
	since DATE NOT NULL, 
	banks VARCHAR NOT NULL, 
	target FLOAT, 
	weights VARCHAR NOT NULL, changed_at DATETIME, dropped BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT plan_key PRIMARY KEY (learner), 
	CONSTRAINT plan_of_learner FOREIGN KEY(learner) REFERENCES learner (name), 
	CONSTRAINT plan_minutes CHECK (minutes > 0), 
	CONSTRAINT plan_target CHECK (target > 0 AND target <= 1)
);
INSERT INTO "plan" VALUES('me','2026-12-23',10.0,'2026-11-22','[]',0.9,'{}','2026-11-23 00:55:28.195904',0);
INSERT INTO "plan" VALUES('ben','2026-12-02',5.0,'2026-11-22','[]',NULL,'{"colours": 2.0}','2026-11-23 00:55:28.918609',0);
CREATE TABLE plan_decision (
	learner VARCHAR NOT NULL, 
	day DATE NOT NULL, 
	taper INTEGER NOT NULL, 
	retention FLOAT NOT NULL, 
	price FLOAT NOT NULL, 
	pace FLOAT NOT NULL, 
	pace_error FLOAT NOT NULL, 
	meeting FLOAT NOT NULL, 
	recalled FLOAT NOT NULL, 
	forgotten FLOAT NOT NULL, 
	relearned FLOAT NOT NULL, 
	chance FLOAT NOT NULL, 
	attendance FLOAT NOT NULL, 
	CONSTRAINT plan_decision_key PRIMARY KEY (learner), 
	CONSTRAINT plan_decision_of_plan FOREIGN KEY(learner) REFERENCES "plan" (learner), 
	CONSTRAINT plan_decision_retention CHECK (retention > 0 AND retention < 1), 
	CONSTRAINT plan_decision_taper CHECK (taper >= 0), 
	CONSTRAINT plan_decision_chance CHECK (chance BETWEEN 0 AND 1), 
	CONSTRAINT plan_decision_attendance CHECK (attendance BETWEEN 0 AND 1), 
	CONSTRAINT plan_decision_costs CHECK (meeting > 0 AND recalled > 0 AND forgotten > 0 AND relearned > 0)
);
INSERT INTO "plan_decision" VALUES('me','2026-11-22',4,0.75,0.0012,-2.61333681717559055367e-18,3.20156211871639229116e-01,25.0,8.0,18.0,8.0,5.35714285714285698425e-01,1.0);
INSERT INTO "plan_decision" VALUES('ben','2026-11-22',5,0.88,0.0012,-2.61333681717559055367e-18,3.20156211871639229116e-01,25.0,8.0,18.0,8.0,5.65217391304347782643e-01,1.0);
CREATE TABLE release (
	needed VARCHAR NOT NULL, 
	CONSTRAINT release_key PRIMARY KEY (needed)
);
INSERT INTO "release" VALUES('0.2.0');
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
INSERT INTO "review" VALUES('me','01a205e67a017b4b9101eab9c9fe7b05','colours/hue#meaning','01a205e67a017b4b9101eab9c9fe7b05',3,'2026-11-23 00:55:20.321274',0,'2026-11-22',13,'drill',0.87,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67b507006b0857e34c454518c','colours/shade#meaning','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.656380',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,'2026-11-23 00:55:20.656380');
INSERT INTO "review" VALUES('me','01a205e67b507a96849c96dd9ef8f789','colours/shade#meaning','01a205e67a017b4b9101eab9c9fe7b05',3,'2026-11-23 00:55:20.656380',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67b7a7fe496e4153be1ffdbf9','colours/sky#ask','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.698551',0,'2026-11-22',1,'drill',0.87,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67b8c7e84a27ad53ed921633d','colours/grass#ask','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.716879',0,'2026-11-22',1,'drill',0.87,'a',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67b917acd97f38763e7c058c6','colours/tone#meaning','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.721443',0,'2026-11-22',1,'drill',0.87,'a colour mixed with black',0,'67a528a5217602ab0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67b9c73c19dd4f64add9cc86f','colours/snow#ask','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.732075',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,'2026-11-23 00:55:20.732075');
INSERT INTO "review" VALUES('me','01a205e67b9c7b75bda13b2972e22b2d','colours/snow#ask','01a205e67a017b4b9101eab9c9fe7b05',2,'2026-11-23 00:55:20.732075',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e67bad7999b5dda38ff3db6283','colours/sum#ask','01a205e67a017b4b9101eab9c9fe7b05',1,'2026-11-23 00:55:20.749425',0,'2026-11-22',1,'drill',0.87,'three',0,'90c1667d3ff534a8fce5ff03a6620a2c',0,'2026-11-23 00:55:21.341190');
INSERT INTO "review" VALUES('ben','01a205e68a6c79a7b2f40ff5c88b2d50','colours/hue#meaning','01a205e68a6c79a7b2f40ff5c88b2d50',3,'2026-11-23 00:55:24.524755',0,'2026-11-22',1,'drill',0.9,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e68bf27933ae923c2f0333fd0e','colours/shade#meaning','01a205e68a6c79a7b2f40ff5c88b2d50',1,'2026-11-23 00:55:24.914877',0,'2026-11-22',1,'drill',0.9,'a colour mixed with grey',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e68c0f7b7fab4a86b0331a92a5','colours/sky#ask','01a205e68a6c79a7b2f40ff5c88b2d50',1,'2026-11-23 00:55:24.943360',0,'2026-11-22',1,'drill',0.9,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e68e567157a37467fcbb9d6cc5','colours/grass#ask','01a205e68e567157a37467fcbb9d6cc5',1,'2026-11-23 00:55:25.526857',0,'2026-11-22',18,'cram',0.87,'blue',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e68e817b3f8b2abf08a097a60c','colours/hue#meaning','01a205e68e567157a37467fcbb9d6cc5',1,'2026-11-23 00:55:25.569821',0,'2026-11-22',1,'cram',0.87,'a colour mixed with white',0,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e68e8d7daea987b30abd42e4db','colours/sky#ask','01a205e68e567157a37467fcbb9d6cc5',1,'2026-11-23 00:55:25.581770',0,'2026-11-22',1,'cram',0.87,'b',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e693b87108b8d349331f347328','colours/grass#ask','01a205e693787820862030dc60fca80b',1,'2026-11-23 00:55:26.904406',0,'2026-11-22',6,'exam',0.87,'a',0,'064ecb63d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e693b97f8ab0b5fd5249fb0f92','colours/hue#meaning','01a205e693787820862030dc60fca80b',1,'2026-11-23 00:55:26.905406',0,'2026-11-22',9,'exam',0.87,'a colour mixed with white',0,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e693ba7d37be16b0743b49e3bb','colours/sum#ask','01a205e693787820862030dc60fca80b',1,'2026-11-23 00:55:26.906406',0,'2026-11-22',7,'exam',0.87,'three',0,'90c1667d3ff534a8fce5ff03a6620a2c',0,NULL);
INSERT INTO "review" VALUES('me','01a205e693bb751f91ff41212d98b0d5','colours/shade#term','01a205e693787820862030dc60fca80b',1,'2026-11-23 00:55:26.907406',0,'2026-11-22',14,'exam',0.87,'white',0,'f39e288d39be390b0000000000000000',0,NULL);
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
INSERT INTO "sitting" VALUES('me','01a205e67a017b4b9101eab9c9fe7b05','drill','2026-11-23 00:55:20.308274',1);
INSERT INTO "sitting" VALUES('ben','01a205e68a6c79a7b2f40ff5c88b2d50','drill','2026-11-23 00:55:24.523755',2);
INSERT INTO "sitting" VALUES('me','01a205e68e567157a37467fcbb9d6cc5','cram','2026-11-23 00:55:25.508857',3);
INSERT INTO "sitting" VALUES('me','01a205e693787820862030dc60fca80b','exam','2026-11-23 00:55:26.898406',5);
CREATE INDEX review_of_card ON review (learner, card, reviewed_at, id);
CREATE INDEX review_of_day ON review (learner, day);
CREATE INDEX review_in_order ON review (learner, reviewed_at, id);
CREATE INDEX memory_due ON memory (learner, due, introduced, card);
CREATE INDEX card_of_former ON card_former (learner, former);
CREATE INDEX exam_question_judged ON exam_question (learner, correct, certainty);
COMMIT;
