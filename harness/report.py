def write(content, folder): pass
