-- steps

