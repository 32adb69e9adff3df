CREATE TYPE place AS (street text, city text, country text);
CREATE TABLE places OF place;
