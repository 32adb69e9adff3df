-- upgrade

CREATE TYPE money_amount AS (
    amount NUMERIC(12,2),
    currency CHAR(3)
);

CREATE TABLE IF NOT EXISTS prices (
    id SERIAL PRIMARY KEY,
    price money_amount NOT NULL
);

-- rollback

DROP TABLE prices;
DROP TYPE money_amount;

-- steps

-- create type money_amount: real
-- create table prices: real
