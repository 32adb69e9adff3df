-- upgrade

CREATE TABLE "Straße; 5" (
    "größe ""XL""" INTEGER,
    "select" TEXT DEFAULT U&'\0441\043B\043E\043D',
    "日本" TEXT DEFAULT 'え;え'
);
COMMENT ON COLUMN "Straße; 5"."select" IS $comment$$1 and $$ and '' and "$comment$;

-- rollback

DROP TABLE "Straße; 5";
