CREATE TABLE people (first TEXT, last TEXT, initials TEXT AS (substr(first, 1, 1)));
