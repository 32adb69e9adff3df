create type "My Enum" as enum('A b','c''d', 'E');
create schema "S x";
create table "S x"."T"("Id" serial primary key, e "My Enum" default 'E');
create index "I x" on "S x"."T"("Id" desc);
create table "My Table"("Id" int primary key, "select" text, "a""b" int, e "My Enum" default 'A b');
