DROP TABLE wp_options;
DROP INDEX post_author ON wp_posts;
ALTER TABLE wp_posts DROP COLUMN comment_count;
