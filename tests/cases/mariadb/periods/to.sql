CREATE TABLE rooms (room INT NOT NULL, since DATE, till DATE, PERIOD FOR stay (since, till), UNIQUE KEY free (room, stay WITHOUT OVERLAPS));
CREATE TABLE prices (item INT NOT NULL, since DATE, till DATE, PRIMARY KEY (item));
CREATE TABLE shifts (worker INT, since DATE, till DATE, PERIOD FOR shift (since, till), UNIQUE KEY once (worker, shift WITHOUT OVERLAPS));
