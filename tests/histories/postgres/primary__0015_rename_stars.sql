-- upgrade

ALTER TABLE projects RENAME COLUMN stars TO star_count;
ALTER TABLE projects RENAME CONSTRAINT projects_stars_check TO star_count_is_not_negative;
ALTER INDEX ix_projects_popular RENAME TO ix_projects_star_count;

-- rollback

ALTER INDEX ix_projects_star_count RENAME TO ix_projects_popular;
ALTER TABLE projects RENAME CONSTRAINT star_count_is_not_negative TO projects_stars_check;
ALTER TABLE projects RENAME COLUMN star_count TO stars;
