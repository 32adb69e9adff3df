CREATE TABLE rooms (room INT NOT NULL, since DATE, till DATE, UNIQUE KEY free (room));
CREATE TABLE prices (item INT NOT NULL, since DATE, till DATE, PERIOD FOR valid (since, till), PRIMARY KEY (item, valid WITHOUT OVERLAPS));
