// Help.swift — what aio says about itself.

enum Help {
  static let version = "aio 0.1.0 (python-compat 3.13)"

  static let text = """
    usage: aio [OPTION...] FILE [ARG...]
           aio [OPTION...] -c CODE [ARG...]
           aio [OPTION...] -m MODULE [ARG...]
           aio [OPTION...] - [ARG...]
           aio check FILE...

    Runs a script: Python 3.13 on a deterministic event loop. `-` reads the script from standard
    input. `check` reports syntax errors and runs nothing.

    options:
      --seed N           where random numbers start; 0 if not given
      --until T          end the run when its clock reaches T seconds
      --real-time        let the clock follow the machine's
      --schedule ORDER   fifo, random:N, random:N:any, or tape:FILE to repeat a recorded run
      --record FILE      write down the run, for tape:FILE
      --version          print the version
      --help             print this

    """
}
