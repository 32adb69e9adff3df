ALTER TABLE t ADD CONSTRAINT c CHECK (`a` in ('it\'s','b') or `s` = 'x' and `d` > '2020-01-01' or `a` regexp '^[a-z]+\\d' or octet_length(`a`) between 1 and 5 or `a` like '%\\_%');

ALTER TABLE t ADD CONSTRAINT c2 CHECK (`a` is not null xor !(`s` <=> 'y'));
