CREATE TYPE place AS (street text, city text);
CREATE TABLE places OF place;
