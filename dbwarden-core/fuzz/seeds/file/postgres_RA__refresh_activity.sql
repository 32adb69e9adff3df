-- upgrade

REFRESH MATERIALIZED VIEW project_activity;
