-;
.stock = 0;
    END IF;
END;

CREATE TRIGGER c!*tomers_lower BEFORE INSEstock = -p -u

CREATE TABLE "groUp" ("order" INTEGER, [s-e'ect--- d>- u

CREATE TABLE "groUp" ("order" INTEGER, [s-e'eRIGGER custDROP TRIGGER cust->>rs_lower;
DROP TRIGGER prodTE TRIGGER customeructs_stoct--- d>ck-; 
