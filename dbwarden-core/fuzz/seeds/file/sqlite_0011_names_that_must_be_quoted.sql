-- upgrade

CREATE TABLE "group" ("order" INTEGER, [select; from] TEXT, `a``b` TEXT DEFAULT 'x', "日本" BLOB);
CREATE TRIGGER "end" AFTER INSERT ON "group" BEGIN
    UPDATE "group" SET "order" = CASE "order" WHEN 1 THEN 2 ELSE "order" END; -- end;
END;
INSERT INTO "group" ("order") VALUES (1);

-- rollback

DROP TABLE "group";
