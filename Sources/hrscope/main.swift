print("hrscope")
