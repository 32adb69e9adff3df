-- upgrade

CREATE TYPE money_amount AS (amount NUMERIC(14, 4), currency CHAR(3));
CREATE SEQUENCE invoice_numbers START 1000 INCREMENT BY 5 CACHE 10;
CREATE UNLOGGED TABLE carts (
    account_id BIGINT NOT NULL,
    total money_amount DEFAULT ROW(0, 'EUR'),
    invoice BIGINT DEFAULT nextval('invoice_numbers')
) WITH (fillfactor = 70);
ALTER SEQUENCE invoice_numbers OWNED BY carts.invoice;
CREATE STATISTICS carts_by_account (ndistinct) ON account_id, invoice FROM carts;
GRANT SELECT ON carts TO PUBLIC;

-- rollback

REVOKE SELECT ON carts FROM PUBLIC;
DROP TABLE carts;
DROP TYPE money_amount;
