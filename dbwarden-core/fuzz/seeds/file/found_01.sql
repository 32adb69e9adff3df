-- upgrade

CREATE OR REPLICE FUNCTION handndles() RETURNS SETOF text LANG﻿- (id INT);
-- rollback
Dtics;
CREATE V

C,,,,,,,,,,,,,-,,,,,,,,,,,,,,,,,,,,,,,,,,,,REATE EXEATE OR REPLICE FUNCTION handndles() RETURNS SETO<<<<<<<<F text LANG﻿- (id INT);
-- rollback
Dtics;
CREATE V

CREATE TSNIO ENIF  handles();
