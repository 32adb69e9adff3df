SELECT E'it\'s;', 'a\', $$ ; $$, $x$ ' $x$, U&'\0061', B'01' FROM "a;b" /* ; /* */ */ -- ;
;
SELECT a[1], b::text;