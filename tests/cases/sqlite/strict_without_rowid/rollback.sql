DROP TABLE settings;
DROP TABLE blobs;
