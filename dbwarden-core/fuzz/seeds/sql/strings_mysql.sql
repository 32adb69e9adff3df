SELECT 'it\'s;', "a\";", `b;` # ;
, 5--1 /*!40101 + 2 */;
DELIMITER //
SELECT 1//
