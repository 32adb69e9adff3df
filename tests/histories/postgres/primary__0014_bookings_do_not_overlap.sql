-- upgrade

CREATE EXTENSION btree_gist;

CREATE TABLE bookings (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    account_id BIGINT NOT NULL REFERENCES accounts DEFERRABLE INITIALLY DEFERRED,
    room INTEGER NOT NULL,
    during TSTZRANGE NOT NULL,
    price NUMERIC(12, 2) NOT NULL DEFAULT 0.00,
    EXCLUDE USING gist (room WITH =, during WITH &&)
);

-- rollback

DROP TABLE bookings;
DROP EXTENSION btree_gist;
