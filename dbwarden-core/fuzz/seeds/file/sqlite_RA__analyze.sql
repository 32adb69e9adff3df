-- upgrade

UPDATE feeds SET title = trim(title) WHERE title <> trim(title);
