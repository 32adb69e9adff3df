SELECT $$a; 'b$$, $tag$c; $$ $ta$ $tagg$ d$tag$, $_1é$;$_1é$;
SELECT 1;
