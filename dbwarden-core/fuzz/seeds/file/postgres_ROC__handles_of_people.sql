-- upgrade

CREATE OR REPLACE FUNCTION handles() RETURNS SETOF text LANGUAGE sql AS $$
    SELECT handle::text FROM accounts ORDER BY handle;
$$;

-- rollback

DROP FUNCTION handles();
