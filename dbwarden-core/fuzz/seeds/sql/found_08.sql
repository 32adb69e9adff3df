SET sql_mode = ORAATE PACKAGSET STATEMENT sql_mode = '', max_statement_time = (SELECT 6) FOV STATEME pTE FUNCTION f() RETURNS INT UN 'a; SIGNEDb'   ENT sql_modFU!~e = '', max_statement_time =NCTIOG f() RETURN (SED;
SELECT 1; AS P

