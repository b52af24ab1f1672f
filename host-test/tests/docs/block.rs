//! The fenced blocks of a Markdown page.

/// A fenced block.
pub(crate) struct Block {
    /// What stands behind the fence.
    pub(crate) language: String,
    /// The lines between the fences.
    pub(crate) text: String,
    /// The line of the opening fence, counted from 1.
    pub(crate) line: usize,
}

/// A command of a `console` block.
pub(crate) struct Command {
    pub(crate) line: String,
    /// What it prints.
    pub(crate) output: String,
    pub(crate) exit: i32,
}

/// The blocks of a page, those in lists included.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(Block, usize)> = None;
    for (number, line) in page.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (None, Some(language)) => {
                let block = Block { language: language.trim().to_owned(), text: String::new(), line: number + 1 };
                open = Some((block, line.len() - line.trim_start().len()));
            }
            (Some(_), Some(_)) => blocks.extend(open.take().map(|(block, _)| block)),
            (Some((block, indent)), None) => {
                block.text.push_str(line.get(*indent..).unwrap_or_default());
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

impl Block {
    /// The commands of a `console` block, with what each prints and how it exits.
    pub(crate) fn commands(&self) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        for line in self.text.lines() {
            let exit = line.strip_prefix("[exit status: ").and_then(|rest| rest.strip_suffix(']'));
            match (line.strip_prefix("$ "), commands.last_mut()) {
                (Some(command), _) => {
                    commands.push(Command { line: command.to_owned(), output: String::new(), exit: 0 })
                }
                (None, Some(command)) => match exit {
                    Some(exit) => command.exit = exit.parse().unwrap(),
                    None => {
                        command.output.push_str(line);
                        command.output.push('\n');
                    }
                },
                (None, None) => {}
            }
        }
        commands
    }
}
