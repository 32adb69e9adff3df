create table q(z int);
