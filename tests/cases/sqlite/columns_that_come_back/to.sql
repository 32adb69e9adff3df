CREATE TABLE addressed (id int PRIMARY KEY);
CREATE TABLE coded (id int PRIMARY KEY);
CREATE TABLE counted (id int PRIMARY KEY);
CREATE TABLE kinds (id int PRIMARY KEY);
CREATE TABLE adults (id int PRIMARY KEY);
CREATE TABLE named (id int PRIMARY KEY);
