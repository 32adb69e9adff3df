CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION ours (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION ours ALTER MAPPING FOR asciiword WITH plain, simple;
CREATE TABLE t (
    id int PRIMARY KEY,
    b text,
    v tsvector GENERATED ALWAYS AS (to_tsvector('ours', b)) STORED
);
CREATE INDEX t_v ON t USING gin (v);
