BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE card_mark (
	learner VARCHAR NOT NULL, 
	card VARCHAR NOT NULL, 
	suspended BOOLEAN NOT NULL, 
	buried_until DATE, 
	CONSTRAINT card_mark_key PRIMARY KEY (learner, card), 
	CONSTRAINT card_mark_of_learner FOREIGN KEY(learner) REFERENCES learner (name)
);
INSERT INTO "card_mark" VALUES('me','colours/tint#meaning',1,NULL);
INSERT INTO "card_mark" VALUES('me','colours/shade#term',0,'2026-11-22');
INSERT INTO "card_mark" VALUES('me','colours/tint#term',1,NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#meaning',1,NULL);
INSERT INTO "card_mark" VALUES('ben','colours/tone#term',1,NULL);
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
INSERT INTO "learner" VALUES('me',0.87,20,4,'2026-11-23 00:54:42.543198');
INSERT INTO "learner" VALUES('ben',0.9,10,4,'2026-11-23 00:54:45.600034');
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
INSERT INTO "memory" VALUES('me','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'39911388ae50cb65');
INSERT INTO "memory" VALUES('me','colours/shade#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-25',1,0,'5a479cf495c15b4c');
INSERT INTO "memory" VALUES('me','colours/sky#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'07d63c4ed2de0531');
INSERT INTO "memory" VALUES('me','colours/grass#ask',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'7c6781ef5da9239b');
INSERT INTO "memory" VALUES('me','colours/tone#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'f638b1e81a35b81c');
INSERT INTO "memory" VALUES('me','colours/snow#ask',1.2931,5.11217070560105568688e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'50024bdb3be3d9da');
INSERT INTO "memory" VALUES('ben','colours/hue#meaning',2.3065,2.11810397045901588342e+00,'2026-11-22','2026-11-22','2026-11-24',1,0,'39911388ae50cb65');
INSERT INTO "memory" VALUES('ben','colours/shade#meaning',0.212,6.4133,'2026-11-22','2026-11-22','2026-11-22',1,0,'5a479cf495c15b4c');
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
INSERT INTO "review" VALUES('me','01a205e5eaa0736eb887c3d7290f21b7','colours/hue#meaning','01a205e5eaa0736eb887c3d7290f21b7',3,'2026-11-23 00:54:43.616972',0,'2026-11-22',1,'drill',0.87,'what makes red another colour than green',1,'39911388ae50cb65',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebc670e39ae7229ca9a4cc9e','colours/shade#meaning','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.910928',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'5a479cf495c15b4c',0,'2026-11-23 00:54:43.910928');
INSERT INTO "review" VALUES('me','01a205e5ebc6758eb75444a28392aa7f','colours/shade#meaning','01a205e5eaa0736eb887c3d7290f21b7',3,'2026-11-23 00:54:43.910928',0,'2026-11-22',1,'drill',0.87,'a colour mixed with white',0,'5a479cf495c15b4c',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebe47897a6882791347388ad','colours/sky#ask','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.940380',0,'2026-11-22',1,'drill',0.87,'c',0,'07d63c4ed2de0531',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebed7af282a4cb322435b50f','colours/grass#ask','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.949321',0,'2026-11-22',1,'drill',0.87,'a',0,'7c6781ef5da9239b',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebf174c9bbce5b8f924b9853','colours/tone#meaning','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.953803',0,'2026-11-22',1,'drill',0.87,'a colour mixed with black',0,'f638b1e81a35b81c',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebf7711abbb29065079ecc7d','colours/snow#ask','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.959148',0,'2026-11-22',1,'drill',0.87,'c',0,'50024bdb3be3d9da',0,'2026-11-23 00:54:43.959148');
INSERT INTO "review" VALUES('me','01a205e5ebf77907b55d01f200ac37ba','colours/snow#ask','01a205e5eaa0736eb887c3d7290f21b7',2,'2026-11-23 00:54:43.959148',0,'2026-11-22',1,'drill',0.87,'c',0,'50024bdb3be3d9da',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5ebfe73d4903ecd804129fcf9','colours/hue#term','01a205e5eaa0736eb887c3d7290f21b7',1,'2026-11-23 00:54:43.966492',0,'2026-11-22',1,'drill',0.87,'a',0,'39911388ae50cb65',0,'2026-11-23 00:54:44.492025');
INSERT INTO "review" VALUES('ben','01a205e5f326761c97ded10643ea754c','colours/hue#meaning','01a205e5f326761c97ded10643ea754c',3,'2026-11-23 00:54:45.798425',0,'2026-11-22',1,'drill',0.9,'what makes red another colour than green',1,'39911388ae50cb65',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e5f52c7fa48470dd3ba09b54ec','colours/shade#meaning','01a205e5f326761c97ded10643ea754c',1,'2026-11-23 00:54:46.316089',0,'2026-11-22',1,'drill',0.9,'a colour mixed with grey',0,'5a479cf495c15b4c',0,NULL);
INSERT INTO "review" VALUES('ben','01a205e5f54877448aacdffb7a52bde5','colours/sky#ask','01a205e5f326761c97ded10643ea754c',1,'2026-11-23 00:54:46.344451',0,'2026-11-22',1,'drill',0.9,'c',0,'07d63c4ed2de0531',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5f7d37e1780c141ea5f0ee07d','colours/grass#ask','01a205e5f7d37e1780c141ea5f0ee07d',1,'2026-11-23 00:54:46.995497',0,'2026-11-22',37,'cram',0.87,'blue',0,'7c6781ef5da9239b',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5f7e070a6a640460654c40574','colours/hue#meaning','01a205e5f7d37e1780c141ea5f0ee07d',1,'2026-11-23 00:54:47.008604',0,'2026-11-22',1,'cram',0.87,'a colour mixed with white',0,'39911388ae50cb65',0,NULL);
INSERT INTO "review" VALUES('me','01a205e5f7e37af581cbf05c3afd33a7','colours/sky#ask','01a205e5f7d37e1780c141ea5f0ee07d',1,'2026-11-23 00:54:47.011882',0,'2026-11-22',1,'cram',0.87,'b',0,'07d63c4ed2de0531',0,NULL);
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
INSERT INTO "sitting" VALUES('me','01a205e5eaa0736eb887c3d7290f21b7','drill','2026-11-23 00:54:43.615972',1);
INSERT INTO "sitting" VALUES('ben','01a205e5f326761c97ded10643ea754c','drill','2026-11-23 00:54:45.797425',2);
INSERT INTO "sitting" VALUES('me','01a205e5f7d37e1780c141ea5f0ee07d','cram','2026-11-23 00:54:46.958497',3);
CREATE INDEX review_of_card ON review (learner, card, reviewed_at, id);
CREATE INDEX review_of_day ON review (learner, day);
CREATE INDEX review_in_order ON review (learner, reviewed_at, id);
CREATE INDEX memory_due ON memory (learner, due, introduced, card);
COMMIT;
