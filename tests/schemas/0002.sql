BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "demo_approval" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','2026-11-23 00:54:49.558904');
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
INSERT INTO "demo_run" VALUES('me','18efb2f4a6770f44ee6ece56a5b9ef8d183d70709664ca67c817b38f6cb0db7f','sum','Linux 6.12 on x86_64, 2 cores, CPython 3.11.7','bubblewrap','ran','{"sum": "4"}','','',6.62054169952170923352e-02,'2026-11-23 00:54:50.341214');
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
INSERT INTO "learner" VALUES('me',0.87,20,4,'2026-11-23 00:54:47.446368');
INSERT INTO "learner" VALUES('ben',0.9,10,4,'2026-11-23 00:54:51.147555');
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
INSERT INTO "memory" VALUES('me','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'29dd4f96cded601e');
INSERT INTO "memory" VALUES('me','colours/shade#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'20a9f8fc0a830ec0');
INSERT INTO "memory" VALUES('me','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'07d63c4ed2de0531');
INSERT INTO "memory" VALUES('me','colours/grass#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'7c6781ef5da9239b');
INSERT INTO "memory" VALUES('me','colours/tone#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'3a333861e9e115fe');
INSERT INTO "memory" VALUES('me','colours/snow#ask',1.2931,5.11217070560105568688e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'50024bdb3be3d9da');
INSERT INTO "memory" VALUES('ben','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'29dd4f96cded601e');
INSERT INTO "memory" VALUES('ben','colours/shade#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'20a9f8fc0a830ec0');
INSERT INTO "memory" VALUES('ben','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'07d63c4ed2de0531');
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
INSERT INTO "review" VALUES('me','01a205e5fca47576b7328d3190474754','colours/hue#meaning','01a205e5fca47576b7328d3190474754',3,'2026-11-23 00:54:48.228205',0,'2026-11-22',1,'drill',0.87,'what makes red another colour than green',1,'29dd4f96cded601e',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fd9477cdad15fe76a31c0906','colours/shade#meaning','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.468361',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'20a9f8fc0a830ec0',0,'2026-11-23 00:54:48.468361');
INSERT INTO "review" VALUES('me','01a205e5fd947a1fb572cfa2dfd8443b','colours/shade#meaning','01a205e5fca47576b7328d3190474754',3,'2026-11-23 00:54:48.468361',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'20a9f8fc0a830ec0',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fdac75ddbffaf1a0c7371567','colours/sky#ask','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.492793',0,'2026-11-22',1,'drill',0.87,'c',0,'07d63c4ed2de0531',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fdb67ec58a567c4906c51984','colours/grass#ask','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.502814',0,'2026-11-22',1,'drill',0.87,'a',0,'7c6781ef5da9239b',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fdba7f38b71c9fc77fa8a271','colours/tone#meaning','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.506578',0,'2026-11-22',1,'drill',0.87,'a colour mixed with black',0,'3a333861e9e115fe',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fdbf7e96b2454037acefb016','colours/snow#ask','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.511222',0,'2026-11-22',1,'drill',0.87,'c',0,'50024bdb3be3d9da',0,'2026-11-23 00:54:48.511222');
INSERT INTO "review" VALUES('me','01a205e5fdbf7140bf23fc51744dfe64','colours/snow#ask','01a205e5fca47576b7328d3190474754',2,'2026-11-23 00:54:48.511222',0,'2026-11-22',1,'drill',0.87,'c',0,'50024bdb3be3d9da',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5fdc577c1895c2115a7efb49d','colours/sum#ask','01a205e5fca47576b7328d3190474754',1,'2026-11-23 00:54:48.517940',0,'2026-11-22',1,'drill',0.87,'three',0,'f26e6e0f19e06cae',0,'2026-11-23 00:54:48.903939');
INSERT INTO "review" VALUES('ben','01a205e6089874a6b933fddb7d2322bb','colours/hue#meaning','01a205e6089874a6b933fddb7d2322bb',3,'2026-11-23 00:54:51.288728',0,'2026-11-22',1,'drill',0.9,'what makes red another colour than green',1,'29dd4f96cded601e',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e609ec763da2001733ce61ff4d','colours/shade#meaning','01a205e6089874a6b933fddb7d2322bb',1,'2026-11-23 00:54:51.628111',0,'2026-11-22',1,'drill',0.9,'a colour mixed with grey',0,'20a9f8fc0a830ec0',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e609fc74898000927acbbc0fa2','colours/sky#ask','01a205e6089874a6b933fddb7d2322bb',1,'2026-11-23 00:54:51.644372',0,'2026-11-22',1,'drill',0.9,'c',0,'07d63c4ed2de0531',0,NULL);
INSERT INTO "review" VALUES('me','01a205e60bda7dbf96c2d5e5013e9984','colours/grass#ask','01a205e60bda7dbf96c2d5e5013e9984',1,'2026-11-23 00:54:52.122581',0,'2026-11-22',9,'cram',0.87,'blue',0,'7c6781ef5da9239b',0,NULL);
INSERT INTO "review" VALUES('me','01a205e60be67549821f9e53f5223af1','colours/hue#meaning','01a205e60bda7dbf96c2d5e5013e9984',1,'2026-11-23 00:54:52.134999',0,'2026-11-22',1,'cram',0.87,'a colour mixed with white',0,'29dd4f96cded601e',0,NULL);
INSERT INTO "review" VALUES('me','01a205e60be97d16bd88138f29b5c60b','colours/sky#ask','01a205e60bda7dbf96c2d5e5013e9984',1,'2026-11-23 00:54:52.137784',0,'2026-11-22',1,'cram',0.87,'b',0,'07d63c4ed2de0531',0,NULL);
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
INSERT INTO "sitting" VALUES('me','01a205e5fca47576b7328d3190474754','drill','2026-11-23 00:54:48.227205',1);
INSERT INTO "sitting" VALUES('ben','01a205e6089874a6b933fddb7d2322bb','drill','2026-11-23 00:54:51.287728',2);
INSERT INTO "sitting" VALUES('me','01a205e60bda7dbf96c2d5e5013e9984','cram','2026-11-23 00:54:52.113581',3);
CREATE INDEX review_of_card ON review (learner, card, reviewed_at, id);
CREATE INDEX review_of_day ON review (learner, day);
CREATE INDEX review_in_order ON review (learner, reviewed_at, id);
CREATE INDEX memory_due ON memory (learner, due, introduced, card);
COMMIT;
