-- upgrade

CREATE FUNCTION longer_of(text, text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS 'SELECT CASE WHEN length($1) >= length($2) THEN $1 ELSE $2 END; -- one ; and a '' quote';

CREATE AGGREGATE longest (text) (SFUNC = longer_of, STYPE = text);

CREATE OPERATOR <+> (LEFTARG = text, RIGHTARG = text, FUNCTION = longer_of, COMMUTATOR = <+>);

CREATE VIEW people AS SELECT id, handle FROM accounts WHERE kind = 'person';
CREATE RULE people_are_not_deleted AS ON DELETE TO people DO INSTEAD (
    UPDATE accounts SET display_name = 'deleted' WHERE id = OLD.id;
    DELETE FROM projects WHERE owner_id = OLD.id
);

-- rollback

DROP VIEW people;
DROP OPERATOR <+> (text, text);
DROP AGGREGATE longest (text);
DROP FUNCTION longer_of(text, text);
