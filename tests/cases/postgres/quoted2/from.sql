create type "My Enum" as enum('A b','c''d');
create table "My Table"("Id" int primary key, "select" text, "a""b" int, e "My Enum");
