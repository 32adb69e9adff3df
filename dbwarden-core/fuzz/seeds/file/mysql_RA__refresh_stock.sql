-- upgrade

UPDATE products SET title = trim(title);
