CREATE TABLE items (price INT, amount INT);
