//! What is known by name and definition alone: views, routines, triggers, policies and the like.

use std::collections::HashMap;

use dbwarden_core::schema::{Object, ObjectName, Schema, touch_name};

use super::{Catalog, Error, Tables, dependencies, privileges};

/// Each object comes with the number of its catalog and its own, by which its dependencies are found, the
/// statement that takes it down, and what is said about it in statements of their own. Internal triggers
/// are those of foreign keys.
///
/// Every object looks for its comments in the index of `pg_description`: without `NOT MATERIALIZED` each
/// would read through the thousands that the server itself has.
///
/// PostgreSQL manual, sections 53.11 "pg_class", 53.39 "pg_proc", 53.60 "pg_trigger", 53.38
/// "pg_policy", 53.44 "pg_rewrite", 53.52 "pg_statistic_ext", 53.22 "pg_extension", 53.18 "pg_depend" and
/// table 9.75.
const OBJECTS: &str = "
WITH relations AS (
    SELECT c.oid, c.relkind, c.relispartition, c.reloptions, c.relispopulated, n.nspname, c.relname,
           c.relacl, c.relowner
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND left(c.relname, 10) <> '_dbwarden_'
       AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype = 'e')),
roles AS (SELECT oid, quote_ident(rolname) AS rolname FROM pg_roles),
comments AS NOT MATERIALIZED (
    SELECT d.objoid, d.classoid, d.objsubid, quote_literal(d.description) AS text
      FROM pg_description d)
SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind,
       r.nspname AS schema, r.relname AS name,
       CASE r.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END
           || r.oid::regclass
           || coalesce(' WITH (' || array_to_string(r.reloptions, ', ') || ')', '')
           || ' AS' || E'\\n' || rtrim(pg_get_viewdef(r.oid), ';')
           || CASE WHEN r.relispopulated THEN '' ELSE E'\\nWITH NO DATA' END AS definition,
       CASE r.relkind WHEN 'v' THEN 'DROP VIEW ' ELSE 'DROP MATERIALIZED VIEW ' END
           || r.oid::regclass AS taken_down_by,
       ARRAY(SELECT 'COMMENT ON ' || CASE r.relkind WHEN 'v' THEN 'VIEW ' ELSE 'MATERIALIZED VIEW ' END
                    || r.oid::regclass || ' IS ' || d.text
               FROM comments d
              WHERE d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0)
       || ARRAY(SELECT 'COMMENT ON COLUMN ' || r.oid::regclass || '.' || quote_ident(a.attname)
                       || ' IS ' || d.text
                  FROM comments d JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.objsubid
                 WHERE d.objoid = r.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0
                 ORDER BY d.objsubid)
       || ARRAY(SELECT 'ALTER VIEW ' || r.oid::regclass || ' ALTER COLUMN ' || quote_ident(a.attname)
                       || ' SET DEFAULT ' || pg_get_expr(f.adbin, f.adrelid)
                  FROM pg_attrdef f JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = f.adnum
                 WHERE f.adrelid = r.oid ORDER BY f.adnum)
       || ARRAY(SELECT 'ALTER MATERIALIZED VIEW ' || r.oid::regclass || ' ALTER COLUMN '
                       || quote_ident(a.attname) || ' SET STATISTICS ' || a.attstattarget
                  FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0
                   AND r.relkind = 'm' AND a.attstattarget >= 0 ORDER BY a.attnum)
       || ARRAY(SELECT 'ALTER MATERIALIZED VIEW ' || r.oid::regclass || ' ALTER COLUMN '
                       || quote_ident(a.attname) || ' SET STORAGE '
                       || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                            WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
                  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                 WHERE a.attrelid = r.oid AND a.attnum > 0 AND r.relkind = 'm'
                   AND a.attstorage <> t.typstorage ORDER BY a.attnum)
       || ARRAY(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
                 WHERE i.indrelid = r.oid ORDER BY i.indexrelid)
       || ARRAY(SELECT 'ALTER MATERIALIZED VIEW ' || r.oid::regclass || ' CLUSTER ON '
                       || quote_ident(c.relname)
                  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                 WHERE i.indrelid = r.oid AND i.indisclustered)
       || ARRAY(SELECT 'ALTER INDEX ' || i.indexrelid::regclass || ' ALTER COLUMN ' || a.attnum
                       || ' SET STATISTICS ' || a.attstattarget
                  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid
                 WHERE i.indrelid = r.oid AND a.attnum > 0 AND a.attstattarget >= 0
                 ORDER BY i.indexrelid, a.attnum)
       || ARRAY(SELECT 'COMMENT ON INDEX ' || i.indexrelid::regclass || ' IS ' || d.text
                  FROM pg_index i JOIN comments d ON d.objoid = i.indexrelid
                                                 AND d.classoid = 'pg_class'::regclass
                 WHERE i.indrelid = r.oid ORDER BY i.indexrelid)
       || ARRAY(SELECT 'GRANT ' || string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type)
                       || ' ON ' || r.oid::regclass || ' TO ' || coalesce(u.rolname, 'PUBLIC')
                       || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                  FROM aclexplode(r.relacl) x LEFT JOIN roles u ON u.oid = x.grantee
                 WHERE x.grantee <> r.relowner
                 GROUP BY u.rolname, x.is_grantable ORDER BY u.rolname, x.is_grantable)
       || ARRAY(SELECT 'GRANT ' || x.privilege_type || ' ('
                       || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ') ON '
                       || r.oid::regclass || ' TO ' || coalesce(u.rolname, 'PUBLIC')
                       || CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
                  FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) x
                  LEFT JOIN roles u ON u.oid = x.grantee
                 WHERE a.attrelid = r.oid AND a.attnum > 0
                 GROUP BY x.privilege_type, u.rolname, x.is_grantable
                 ORDER BY u.rolname, x.privilege_type, x.is_grantable)
       || ARRAY(SELECT 'ALTER VIEW ' || r.oid::regclass || ' OWNER TO ' || u.rolname
                  FROM roles u WHERE u.oid = r.relowner AND r.relkind = 'v'
                   AND u.rolname <> quote_ident(current_user)) AS further,
       'pg_class'::regclass::oid::int8 AS class, r.oid::int8 AS id
  FROM relations r WHERE r.relkind IN ('v', 'm')
UNION ALL
SELECT 'foreign table', r.nspname, r.relname,
       'CREATE FOREIGN TABLE ' || r.oid::regclass || ' SERVER ' || quote_ident(s.srvname), NULL, '{}',
       'pg_class'::regclass::oid::int8, r.oid::int8
  FROM relations r
  JOIN pg_foreign_table f ON f.ftrelid = r.oid JOIN pg_foreign_server s ON s.oid = f.ftserver
UNION ALL
SELECT 'partition', r.nspname, r.relname,
       'CREATE TABLE ' || r.oid::regclass || ' PARTITION OF ' || i.inhparent::regclass || ' '
           || pg_get_expr(c.relpartbound, c.oid), NULL, '{}',
       'pg_class'::regclass::oid::int8, r.oid::int8
  FROM relations r JOIN pg_class c ON c.oid = r.oid
  JOIN pg_inherits i ON i.inhrelid = r.oid WHERE r.relispartition AND r.relkind IN ('r', 'p')
UNION ALL
SELECT 'trigger', r.nspname, t.tgname, pg_get_triggerdef(t.oid, true),
       'DROP TRIGGER ' || quote_ident(t.tgname) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON TRIGGER ' || quote_ident(t.tgname) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = t.oid AND d.classoid = 'pg_trigger'::regclass)
       || CASE t.tgenabled WHEN 'O' THEN '{}'::text[] ELSE ARRAY[
              'ALTER TABLE ' || r.oid::regclass
              || CASE t.tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                  ELSE ' ENABLE ALWAYS' END
              || ' TRIGGER ' || quote_ident(t.tgname)] END,
       'pg_trigger'::regclass::oid::int8, t.oid::int8
  FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid
 WHERE NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL
SELECT 'rule', r.nspname, w.rulename, rtrim(pg_get_ruledef(w.oid, true), ';'),
       'DROP RULE ' || quote_ident(w.rulename) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON RULE ' || quote_ident(w.rulename) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = w.oid AND d.classoid = 'pg_rewrite'::regclass)
       || CASE w.ev_enabled WHEN 'O' THEN '{}'::text[] ELSE ARRAY[
              'ALTER TABLE ' || r.oid::regclass
              || CASE w.ev_enabled WHEN 'D' THEN ' DISABLE' WHEN 'R' THEN ' ENABLE REPLICA'
                                   ELSE ' ENABLE ALWAYS' END
              || ' RULE ' || quote_ident(w.rulename)] END,
       'pg_rewrite'::regclass::oid::int8, w.oid::int8
  FROM relations r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', r.nspname, p.polname,
       'CREATE POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass
           || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
           || CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT'
                            WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE' ELSE '' END
           || CASE WHEN p.polroles = '{0}' THEN ''
                   ELSE ' TO ' || (SELECT string_agg(CASE o.role WHEN 0 THEN 'public'
                                                     ELSE o.role::regrole::text END, ', ' ORDER BY o.at)
                                     FROM unnest(p.polroles) WITH ORDINALITY AS o (role, at)) END
           || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
           || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ''),
       'DROP POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass,
       ARRAY(SELECT 'COMMENT ON POLICY ' || quote_ident(p.polname) || ' ON ' || r.oid::regclass
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass),
       'pg_policy'::regclass::oid::int8, p.oid::int8
  FROM relations r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
       n.nspname, p.proname,
       CASE p.prokind WHEN 'a' THEN (
           SELECT 'CREATE AGGREGATE ' || p.oid::regproc || '('
                  || coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') (SFUNC = '
                  || g.aggtransfn::regproc || ', STYPE = ' || format_type(g.aggtranstype, NULL)
                  || CASE WHEN g.aggfinalfn <> 0 THEN ', FINALFUNC = ' || g.aggfinalfn::regproc ELSE '' END
                  || CASE WHEN g.aggfinalextra THEN ', FINALFUNC_EXTRA' ELSE '' END
                  || CASE WHEN g.aggcombinefn <> 0
                          THEN ', COMBINEFUNC = ' || g.aggcombinefn::regproc ELSE '' END
                  || coalesce(', INITCOND = ' || quote_literal(g.agginitval), '')
                  || coalesce(', SORTOP = OPERATOR(' || (
                         SELECT quote_ident(s.nspname) || '.' || o.oprname FROM pg_operator o
                           JOIN pg_namespace s ON s.oid = o.oprnamespace WHERE o.oid = g.aggsortop) || ')', '')
                  || CASE p.proparallel WHEN 's' THEN ', PARALLEL = SAFE'
                                        WHEN 'r' THEN ', PARALLEL = RESTRICTED' ELSE '' END || ')'
             FROM pg_aggregate g WHERE g.aggfnoid = p.oid)
           ELSE rtrim(pg_get_functiondef(p.oid), E'\\n') END,
       CASE WHEN p.prokind <> 'a' OR EXISTS (
                SELECT FROM pg_aggregate g
                 WHERE g.aggfnoid = p.oid AND g.aggkind = 'n' AND g.aggmtransfn = 0 AND g.aggserialfn = 0)
            THEN 'DROP ' || words.kind || p.oid::regprocedure END,
       ARRAY(SELECT 'COMMENT ON ' || words.kind || p.oid::regprocedure || ' IS ' || d.text
               FROM comments d WHERE d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass)
       || ARRAY(SELECT 'GRANT EXECUTE ON ' || words.granted || p.oid::regprocedure || ' TO '
                       || string_agg(coalesce(u.rolname, 'PUBLIC'), ', ' ORDER BY u.rolname)
                  FROM aclexplode(p.proacl) x LEFT JOIN roles u ON u.oid = x.grantee
                 WHERE x.grantee <> p.proowner AND x.grantee <> 0
                HAVING count(*) > 0),
       'pg_proc'::regclass::oid::int8, p.oid::int8
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (
       SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' WHEN 'a' THEN 'AGGREGATE '
                             ELSE 'FUNCTION ' END AS kind,
              CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END AS granted) words
 WHERE n.nspname = ANY($1)
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                      AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'statistics', n.nspname, s.stxname, pg_get_statisticsobjdef(s.oid),
       'DROP STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname),
       ARRAY(SELECT 'COMMENT ON STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
                    || ' IS ' || d.text
               FROM comments d WHERE d.objoid = s.oid AND d.classoid = 'pg_statistic_ext'::regclass)
       || ARRAY(SELECT 'ALTER STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname)
                       || ' SET STATISTICS ' || t.target
                  FROM (SELECT (to_jsonb(s) ->> 'stxstattarget')::int AS target) t WHERE t.target >= 0),
       'pg_statistic_ext'::regclass::oid::int8, s.oid::int8
  FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
 WHERE n.nspname = ANY($1)
UNION ALL
SELECT 'extension', n.nspname, e.extname,
       'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(e.extname)
           || CASE WHEN n.nspname = current_schema() OR NOT n.nspname = ANY($1) THEN ''
                   ELSE ' WITH SCHEMA ' || quote_ident(n.nspname) END,
       'DROP EXTENSION ' || quote_ident(e.extname), '{}',
       'pg_extension'::regclass::oid::int8, e.oid::int8
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
 WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'collation', n.nspname, l.collname,
       'CREATE COLLATION ' || named.name || ' ('
           || CASE WHEN l.collprovider = 'c'
                   THEN 'LC_COLLATE = ' || quote_literal(l.collcollate)
                        || ', LC_CTYPE = ' || quote_literal(l.collctype)
                   ELSE 'PROVIDER = ' || CASE l.collprovider WHEN 'i' THEN 'icu' ELSE 'builtin' END
                        || ', LOCALE = ' || quote_literal(coalesce(
                               to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale',
                               l.collcollate)) END
           || coalesce(', RULES = ' || quote_literal(to_jsonb(l) ->> 'collicurules'), '')
           || CASE WHEN l.collisdeterministic THEN '' ELSE ', DETERMINISTIC = false' END || ')',
       'DROP COLLATION ' || named.name,
       ARRAY(SELECT 'COMMENT ON COLLATION ' || named.name || ' IS ' || d.text
               FROM comments d WHERE d.objoid = l.oid AND d.classoid = 'pg_collation'::regclass),
       'pg_collation'::regclass::oid::int8, l.oid::int8
  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
 CROSS JOIN LATERAL (
       SELECT CASE WHEN pg_collation_is_visible(l.oid) THEN quote_ident(l.collname)
                   ELSE format('%I.%I', n.nspname, l.collname) END AS name) named
 WHERE n.nspname = ANY($1) AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_collation'::regclass AND d.objid = l.oid
                                 AND d.deptype = 'e')
UNION ALL
SELECT 'cast', $1[1], format('%s as %s', c.castsource::regtype, c.casttarget::regtype),
       format('CREATE CAST (%s AS %s) ', c.castsource::regtype, c.casttarget::regtype)
           || CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure
                                WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END
           || CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END,
       format('DROP CAST (%s AS %s)', c.castsource::regtype, c.casttarget::regtype),
       ARRAY(SELECT format('COMMENT ON CAST (%s AS %s) IS ', c.castsource::regtype,
                           c.casttarget::regtype) || d.text
               FROM comments d WHERE d.objoid = c.oid AND d.classoid = 'pg_cast'::regclass),
       'pg_cast'::regclass::oid::int8, c.oid::int8
  FROM pg_cast c
 WHERE c.oid >= 16384 AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid
                                 AND d.deptype IN ('e', 'i'))
UNION ALL
SELECT 'operator', n.nspname, o.oprname,
       'CREATE OPERATOR ' || signed.name || ' (FUNCTION = ' || o.oprcode
           || CASE WHEN o.oprleft <> 0 THEN ', LEFTARG = ' || o.oprleft::regtype ELSE '' END
           || CASE WHEN o.oprright <> 0 THEN ', RIGHTARG = ' || o.oprright::regtype ELSE '' END
           || coalesce((SELECT format(', COMMUTATOR = OPERATOR(%I.%s)', s.nspname, q.oprname)
                          FROM pg_operator q JOIN pg_namespace s ON s.oid = q.oprnamespace
                         WHERE q.oid = o.oprcom), '')
           || coalesce((SELECT format(', NEGATOR = OPERATOR(%I.%s)', s.nspname, q.oprname)
                          FROM pg_operator q JOIN pg_namespace s ON s.oid = q.oprnamespace
                         WHERE q.oid = o.oprnegate), '')
           || CASE WHEN o.oprrest <> 0 THEN ', RESTRICT = ' || o.oprrest ELSE '' END
           || CASE WHEN o.oprjoin <> 0 THEN ', JOIN = ' || o.oprjoin ELSE '' END
           || CASE WHEN o.oprcanhash THEN ', HASHES' ELSE '' END
           || CASE WHEN o.oprcanmerge THEN ', MERGES' ELSE '' END || ')',
       'DROP OPERATOR ' || signed.name || ' ('
           || CASE WHEN o.oprleft <> 0 THEN o.oprleft::regtype::text ELSE 'NONE' END || ', '
           || CASE WHEN o.oprright <> 0 THEN o.oprright::regtype::text ELSE 'NONE' END || ')', '{}',
       'pg_operator'::regclass::oid::int8, o.oid::int8
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
 CROSS JOIN LATERAL (
       SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text
                   ELSE quote_ident(n.nspname) || '.' || o.oprname END AS name) signed
 WHERE n.nspname = ANY($1) AND o.oprcode <> 0 AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid
                                 AND d.deptype = 'e')
UNION ALL
SELECT 'text search dictionary', n.nspname, t.dictname,
       'CREATE TEXT SEARCH DICTIONARY ' || t.oid::regdictionary || ' (TEMPLATE = '
           || format('%I.%I', s.nspname, m.tmplname) || coalesce(', ' || t.dictinitoption, '') || ')',
       'DROP TEXT SEARCH DICTIONARY ' || t.oid::regdictionary,
       ARRAY(SELECT 'COMMENT ON TEXT SEARCH DICTIONARY ' || t.oid::regdictionary || ' IS ' || d.text
               FROM comments d WHERE d.objoid = t.oid AND d.classoid = 'pg_ts_dict'::regclass),
       'pg_ts_dict'::regclass::oid::int8, t.oid::int8
  FROM pg_ts_dict t JOIN pg_namespace n ON n.oid = t.dictnamespace
  JOIN pg_ts_template m ON m.oid = t.dicttemplate JOIN pg_namespace s ON s.oid = m.tmplnamespace
 WHERE n.nspname = ANY($1) AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_dict'::regclass AND d.objid = t.oid
                                 AND d.deptype = 'e')
UNION ALL
SELECT 'text search configuration', n.nspname, t.cfgname,
       'CREATE TEXT SEARCH CONFIGURATION ' || t.oid::regconfig || ' (PARSER = '
           || format('%I.%I', s.nspname, r.prsname) || ')',
       'DROP TEXT SEARCH CONFIGURATION ' || t.oid::regconfig,
       ARRAY(SELECT 'ALTER TEXT SEARCH CONFIGURATION ' || t.oid::regconfig || ' ADD MAPPING FOR '
                    || quote_ident(k.alias) || ' WITH '
                    || string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno)
               FROM pg_ts_config_map m
               JOIN ts_token_type(t.cfgparser) k ON k.tokid = m.maptokentype
              WHERE m.mapcfg = t.oid GROUP BY k.tokid, k.alias ORDER BY k.tokid)
       || ARRAY(SELECT 'COMMENT ON TEXT SEARCH CONFIGURATION ' || t.oid::regconfig || ' IS ' || d.text
                  FROM comments d WHERE d.objoid = t.oid AND d.classoid = 'pg_ts_config'::regclass),
       'pg_ts_config'::regclass::oid::int8, t.oid::int8
  FROM pg_ts_config t JOIN pg_namespace n ON n.oid = t.cfgnamespace
  JOIN pg_ts_parser r ON r.oid = t.cfgparser JOIN pg_namespace s ON s.oid = r.prsnamespace
 WHERE n.nspname = ANY($1) AND NOT EXISTS (
       SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_config'::regclass AND d.objid = t.oid
                                 AND d.deptype = 'e')";

/// The tables of publications, with the columns and rows that these show, which is new with version 15.
///
/// PostgreSQL manual, section 53.42 "pg_publication_rel".
const PUBLISHED: &str = "
UNION ALL
SELECT 'published table', r.nspname, r.relname,
       'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' ADD TABLE ' || r.oid::regclass {what},
       'ALTER PUBLICATION ' || quote_ident(p.pubname) || ' DROP TABLE ' || r.oid::regclass, '{}',
       'pg_publication_rel'::regclass::oid::int8, x.oid::int8
  FROM pg_publication_rel x
  JOIN pg_publication p ON p.oid = x.prpubid JOIN relations r ON r.oid = x.prrelid";

const PUBLISHED_PARTS: &str = "
           || coalesce(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                                  FROM pg_attribute a
                                 WHERE a.attrelid = r.oid AND a.attnum = ANY (x.prattrs)) || ')', '')
           || coalesce(' WHERE (' || pg_get_expr(x.prqual, x.prrelid) || ')', '')";

/// What is listed and nothing else: whole databases have these, not tables.
///
/// PostgreSQL manual, chapter 53 "System Catalogs". Numbers below 16384 are the server's own.
const LISTED: &str = "
WITH found (kind, schema, name, class, id) AS (
    SELECT 'event trigger', NULL, evtname, 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
    UNION ALL SELECT 'publication', NULL, pubname, 'pg_publication'::regclass, oid FROM pg_publication
    UNION ALL SELECT 'foreign server', NULL, srvname, 'pg_foreign_server'::regclass, oid
                FROM pg_foreign_server
    UNION ALL SELECT 'foreign data wrapper', NULL, fdwname, 'pg_foreign_data_wrapper'::regclass, oid
                FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'access method', NULL, amname, 'pg_am'::regclass, oid FROM pg_am
    UNION ALL SELECT 'language', NULL, lanname, 'pg_language'::regclass, oid FROM pg_language
    UNION ALL SELECT 'conversion', n.nspname, c.conname, 'pg_conversion'::regclass, c.oid
                FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
    UNION ALL SELECT 'operator class', n.nspname, o.opcname, 'pg_opclass'::regclass, o.oid
                FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace)
SELECT f.kind, coalesce(f.schema, $1[1]) AS schema, f.name::text AS name
  FROM found f
 WHERE f.id::int8 >= 16384 AND (f.schema IS NULL OR f.schema = ANY($1))
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = f.class AND d.objid = f.id AND d.deptype IN ('e', 'i'))
 ORDER BY 1, 2, 3";

/// Objects by the number of their catalog and their own, as positions in the list of objects.
pub(super) type Numbered = HashMap<(i64, i64), usize>;

pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &mut Tables,
    schema: &mut Schema,
    everything: bool,
) -> Result<(), Error> {
    let parts = if catalog.version >= 15 { PUBLISHED_PARTS } else { "" };
    let objects = format!("{OBJECTS}{}", PUBLISHED.replace("{what}", parts));
    for row in catalog.rows(&objects).await? {
        let kind: String = row.get("kind")?;
        let namespace: String = row.get("schema")?;
        // An extension belongs to the whole database.
        let name = match kind.as_str() {
            "extension" => ObjectName::new(row.get::<String, _>("name")?),
            _ => catalog.name(namespace.clone(), row.get("name")?),
        };
        let object = Object {
            namespace: Some(namespace).filter(|_| kind == "extension"),
            kind,
            name,
            definition: row.get("definition")?,
            taken_down_by: row.get("taken_down_by")?,
            further: row.get("further")?,
            ..Default::default()
        };
        if object.kind == "extension" && !everything {
            continue;
        }
        catalog.numbered.insert((row.get("class")?, row.get("id")?), catalog.objects.len());
        catalog.objects.push(object);
    }
    if everything {
        privileges::read(catalog).await?;
        for row in catalog.rows(LISTED).await? {
            catalog.objects.push(Object {
                kind: row.get("kind")?,
                name: catalog.name(row.get("schema")?, row.get("name")?),
                ..Default::default()
            });
        }
    }
    dependencies::read(catalog, tables, &mut schema.composites).await?;
    hold_typed_columns(tables, &mut catalog.objects);
    recognise_touch(tables, &mut catalog.objects);
    Ok(())
}

/// No column of a table that is of a type may be another than the type says.
fn hold_typed_columns(tables: &Tables, objects: &mut [Object]) {
    for object in objects.iter_mut().filter(|object| object.kind == super::TYPED_TABLE) {
        let Some(table) = tables.list.iter().find(|table| table.name == object.name) else {
            continue;
        };
        let columns = table.columns.iter().map(|column| (table.name.clone(), column.name.clone()));
        object.columns.extend(columns);
    }
}

/// The longest name of PostgreSQL, in bytes; what is longer was cut to it.
const LONGEST_NAME: Option<usize> = Some(63);

/// A trigger `{table}_{column}_touch` with a function of the same name belongs to the column.
fn recognise_touch(tables: &mut Tables, objects: &mut Vec<Object>) {
    let mut touch = Vec::new();
    for trigger in objects.iter().filter(|object| object.kind == "trigger") {
        let is_ours = |object: &&Object| object.kind == "function" && object.name == trigger.name;
        let Some(function) = objects.iter().find(is_ours) else { continue };
        let Some(table) =
            tables.list.iter_mut().find(|table| trigger.depends_on.contains(&table.name))
        else {
            continue;
        };
        let name = &table.name.name;
        let column = table
            .columns
            .iter_mut()
            .find(|column| trigger.name.name == touch_name(name, &column.name, LONGEST_NAME));
        if let Some(column) = column {
            column.touch = true;
            touch.extend([trigger.clone(), function.clone()]);
        }
    }
    objects.retain(|object| !touch.contains(object));
}
