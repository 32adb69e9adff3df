create table z();
