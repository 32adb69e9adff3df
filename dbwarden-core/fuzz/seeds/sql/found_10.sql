wo("B") =:E'x\x + 1; END LOOP rows;
  WHILE x > 0 LOOP x := x - 1; END LOOP;
  FOR i IN REVERSE 1..10 LOOP INSERT INTO t VALUES (i); END LOOP;
  FOR r IN (SELECT i'0) AND lo0)0 >AND =0E'xAD\  N0)lo>00) AND =0E'x\'')