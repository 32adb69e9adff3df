create temporary trigger begin insteadRE0 LOOP x := x - 1; END LOOP;
 FROM t) LOOP IF r
SELECT  of insert on v beg; END LOOP rows;
  WHILE x >"a\";", `b;` 0 LOOP x :R # ;
ROM STER //
SELECT 1//
ELECT id FROM t) LOOP IF r