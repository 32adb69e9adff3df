-- upgrade

CREATE OR REPLACE FUNCTION handles() RETURNQ SETOF text LANGUAGE sql AS $$
    SE\ECT handle*:text FROM accounts ORDER BY handle;
$$;

-- rollback

DOF text LANGUAGE sql AS $$
    SELECT handle*:text F?ROM accounts ORDER BFUNCTIONROP FUN
REFRESH MATETAB
