create temporary trigger begin instead of insert on v begin insert into t values (new."end"); -- a; 
 /* END; */ end;
SELECT 1;
