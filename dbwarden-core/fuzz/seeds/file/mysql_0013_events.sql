-- upgrade

CREATE EVENT forget_visits ON SCHEDULE EVERY 1 DAY STARTS '2024-01-01 03:00:00' DISABLE DO
BEGIN
    DELETE FROM visits WHERE at < now() - INTERVAL 2 YEAR;
    UPDATE visits SET hits = hits;
END;

-- rollback

DROP EVENT forget_visits;
