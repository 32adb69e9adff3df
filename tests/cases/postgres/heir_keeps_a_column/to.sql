CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE kings (crown text) INHERITS (people);
CREATE TABLE dukes () INHERITS (people);
CREATE TABLE heirs_of_kings () INHERITS (kings);
