DROP FUNCTION see(bigint[]);

DROP FUNCTION see(bigint[],timestamp with time zone);

DROP TABLE message;
