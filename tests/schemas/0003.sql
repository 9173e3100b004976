BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
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
INSERT INTO "demo_approval" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','2026-11-23 00:54:55.019593');
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
INSERT INTO "demo_run" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','sum','Linux 6.12 on x86_64, 2 cores, CPython 3.11.7','bubblewrap','ran','{"sum": "4"}','','',7.45950210039154626429e-02,'2026-11-23 00:54:56.001050');
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
INSERT INTO "learner" VALUES('me',0.87,20,4,'2026-11-23 00:54:52.643148');
INSERT INTO "learner" VALUES('ben',0.9,10,4,'2026-11-23 00:54:56.936142');
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
INSERT INTO "memory" VALUES('me','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'be5a9b38e431811b0000000000000000');
INSERT INTO "memory" VALUES('me','colours/shade#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'61bb58c91b4603970000000000000000');
INSERT INTO "memory" VALUES('me','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
INSERT INTO "memory" VALUES('me','colours/grass#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'d09aee21d28a91310000000000000000');
INSERT INTO "memory" VALUES('me','colours/tone#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'67a528a5217602ab0000000000000000');
INSERT INTO "memory" VALUES('me','colours/snow#ask',1.2931,5.11217070560105568688e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'42cfcda4164980ef0000000000000000');
INSERT INTO "memory" VALUES('ben','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'be5a9b38e431811b0000000000000000');
INSERT INTO "memory" VALUES('ben','colours/shade#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'61bb58c91b4603970000000000000000');
INSERT INTO "memory" VALUES('ben','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
INSERT INTO "memory" VALUES('me','colours/heaven#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'9e36cab4bbb310850000000000000000');
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
INSERT INTO "review" VALUES('me','01a205e611637d10a44916da887474cd','colours/hue#meaning','01a205e611637d10a44916da887474cd',3,'2026-11-23 00:54:53.539254',0,'2026-11-22',1,'drill',0.87,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e612407994be5ef9b4030ac2ce','colours/shade#meaning','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.760004',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,'2026-11-23 00:54:53.760004');
INSERT INTO "review" VALUES('me','01a205e61240718184978e5c4604c6ee','colours/shade#meaning','01a205e611637d10a44916da887474cd',3,'2026-11-23 00:54:53.760004',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e612567506b34ed8532973191e','colours/sky#ask','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.782132',0,'2026-11-22',1,'drill',0.87,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e6125c77d5b3ccc985da1e9919','colours/grass#ask','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.788942',0,'2026-11-22',1,'drill',0.87,'a',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e612607a8699ee3f2b7c72764b','colours/tone#meaning','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.792897',0,'2026-11-22',1,'drill',0.87,'a colour mixed with black',0,'67a528a5217602ab0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e612667df69f000bbc925c9324','colours/snow#ask','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.798194',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,'2026-11-23 00:54:53.798194');
INSERT INTO "review" VALUES('me','01a205e612667bbd917d40c7a003243a','colours/snow#ask','01a205e611637d10a44916da887474cd',2,'2026-11-23 00:54:53.798194',0,'2026-11-22',1,'drill',0.87,'c',0,'42cfcda4164980ef0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e6126e700393783879f1e46370','colours/sum#ask','01a205e611637d10a44916da887474cd',1,'2026-11-23 00:54:53.806483',0,'2026-11-22',1,'drill',0.87,'three',0,'90c1667d3ff534a8fce5ff03a6620a2c',0,'2026-11-23 00:54:54.316285');
INSERT INTO "review" VALUES('ben','01a205e61f3776b8bc75ed5f8d4f4a8a','colours/hue#meaning','01a205e61f3776b8bc75ed5f8d4f4a8a',3,'2026-11-23 00:54:57.079798',0,'2026-11-22',1,'drill',0.9,'what makes red another colour than green',1,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e6207e737493ae8b5ddb75bb1a','colours/shade#meaning','01a205e61f3776b8bc75ed5f8d4f4a8a',1,'2026-11-23 00:54:57.406996',0,'2026-11-22',1,'drill',0.9,'a colour mixed with grey',0,'61bb58c91b4603970000000000000000',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e6209279bd90a0b521a8b461e8','colours/sky#ask','01a205e61f3776b8bc75ed5f8d4f4a8a',1,'2026-11-23 00:54:57.426454',0,'2026-11-22',1,'drill',0.9,'c',0,'9e36cab4bbb310850000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e62275737fafe230de14880113','colours/grass#ask','01a205e62275737fafe230de14880113',1,'2026-11-23 00:54:57.909309',0,'2026-11-22',10,'cram',0.87,'blue',0,'d09aee21d28a91310000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e6228575e2a8ac136d35ccdd1d','colours/hue#meaning','01a205e62275737fafe230de14880113',1,'2026-11-23 00:54:57.925241',0,'2026-11-22',1,'cram',0.87,'a colour mixed with white',0,'be5a9b38e431811b0000000000000000',0,NULL);
INSERT INTO "review" VALUES('me','01a205e622897520b6bef1e75e80331d','colours/sky#ask','01a205e62275737fafe230de14880113',1,'2026-11-23 00:54:57.929353',0,'2026-11-22',1,'cram',0.87,'b',0,'9e36cab4bbb310850000000000000000',0,NULL);
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
INSERT INTO "sitting" VALUES('me','01a205e611637d10a44916da887474cd','drill','2026-11-23 00:54:53.538254',1);
INSERT INTO "sitting" VALUES('ben','01a205e61f3776b8bc75ed5f8d4f4a8a','drill','2026-11-23 00:54:57.078798',2);
INSERT INTO "sitting" VALUES('me','01a205e62275737fafe230de14880113','cram','2026-11-23 00:54:57.899309',3);
CREATE INDEX review_of_card ON review (learner, card, reviewed_at, id);
CREATE INDEX review_of_day ON review (learner, day);
CREATE INDEX review_in_order ON review (learner, reviewed_at, id);
CREATE INDEX memory_due ON memory (learner, due, introduced, card);
CREATE INDEX card_of_former ON card_former (learner, former);
COMMIT;
