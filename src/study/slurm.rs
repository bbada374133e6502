//! Job arrays of Slurm: which element computes which chunks, and the batch script. Left out: calling the cluster.
//!
//! One element of the array runs `cenersim study run FOLDER --chunk N` for each of its chunks, with as many threads as
//! Slurm gives it. The script may be submitted again at any time, since finished chunks are not computed twice.
//!
//! # Script
//!
//! ```text
//! #!/bin/bash
//! #SBATCH --job-name=cenersim-0f3a9c21b7d4
//! #SBATCH --array=0-63%32
//! #SBATCH --no-requeue
//! chunks=( '1' '2' ... )
//! for chunk in ${chunks[$SLURM_ARRAY_TASK_ID]}; do
//!   cenersim study run output/study_x --chunk "$chunk" --threads "${SLURM_CPUS_PER_TASK:-1}" --quiet || failed=1
//! done
//! ```
//!
//! Twelve digits of the plan's hash are in the job's name, so a study that is in the queue is found by its content
//! and not by its folder. Where the cluster allows smaller arrays than there are chunks, each element computes
//! several.

/// What a batch script needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slurm {
    /// Name of the jobs: one for each plan, so that a second submission finds the first.
    pub job: String,
    /// The program and the folder of the study, both absolute.
    pub program: String,
    /// Folder of the study.
    pub folder: String,
    /// Elements at the same time.
    pub throttle: usize,
    /// Chunks of each element, separated by spaces.
    pub elements: Vec<String>,
}

/// Groups chunks so that there are at most `most` elements, of at least `at_least` chunks each (but for the last).
/// Numbers of chunks, separated by spaces, in the given order.
pub fn elements(chunks: &[usize], at_least: usize, most: usize) -> Vec<String> {
    let size = at_least.max(chunks.len().div_ceil(most.max(1))).max(1);
    let text = |group: &[usize]| group.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    chunks.chunks(size).map(text).collect()
}

/// The largest number of elements that a cluster takes, from the output of `scontrol show config`. Indices of an array are
/// below `MaxArraySize`, and begin at 0 here.
pub fn largest_index(configuration: &str) -> Option<usize> {
    let line = configuration.lines().find(|line| line.trim_start().starts_with("MaxArraySize"))?;
    line.split_once('=')?.1.trim().parse().ok().filter(|size| *size > 0)
}

/// `0-15%4`.
pub fn array_indices(elements: usize, throttle: usize) -> String {
    format!("0-{}%{}", elements.saturating_sub(1), throttle.max(1))
}

impl Slurm {
    /// The batch script. Slurm reads its options from the first lines; the list of chunks follows.
    pub fn script(&self) -> String {
        let elements: Vec<String> = self.elements.iter().map(|chunks| format!("  '{chunks}'")).collect();
        format!(
            "#!/bin/bash\n\
             #SBATCH --job-name={job}\n\
             #SBATCH --array={array}\n\
             #SBATCH --no-requeue\n\
             # Chunks of each element of the array. A chunk that is finished is not computed again, so every element\n\
             # may be run any number of times.\n\
             chunks=(\n{elements}\n)\n\
             failed=0\n\
             for chunk in ${{chunks[$SLURM_ARRAY_TASK_ID]}}; do\n\
             \x20 {program} study run {folder} --chunk \"$chunk\" --threads \"${{SLURM_CPUS_PER_TASK:-1}}\" --quiet || failed=1\n\
             done\n\
             exit $failed\n",
            job = self.job,
            array = array_indices(self.elements.len(), self.throttle),
            elements = elements.join("\n"),
            program = quoted(&self.program),
            folder = quoted(&self.folder),
        )
    }
}

/// One word for the shell.
/// Single quotes within are closed, escaped and opened again.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_respect_the_largest_array_and_the_chunks_asked_for() {
        let chunks: Vec<usize> = (1..=10).collect();
        assert_eq!(elements(&chunks, 1, 1001).len(), 10);
        assert_eq!(elements(&chunks, 4, 1001), ["1 2 3 4", "5 6 7 8", "9 10"]);
        assert_eq!(elements(&chunks, 1, 3), ["1 2 3 4", "5 6 7 8", "9 10"]);
        assert_eq!(elements(&[7], 1, 3), ["7"]);
    }

    #[test]
    fn the_array_size_is_read_from_the_configuration() {
        // As `scontrol show config` of Slurm 22.05.8 prints it.
        let text = "MailProg                = /bin/mail\nMaxArraySize            = 1001\nMaxBatchRequeue         = 5\n";
        assert_eq!(largest_index(text), Some(1001));
        assert_eq!(largest_index("nothing"), None);
        assert_eq!(array_indices(16, 4), "0-15%4");
    }

    #[test]
    fn the_script_names_program_and_folder_in_quotes() {
        let slurm = Slurm {
            job: "cenersim-0123".into(),
            program: "/opt/cenersim".into(),
            folder: "/data/it's here".into(),
            throttle: 2,
            elements: vec!["1 2".into(), "5".into()],
        };
        let script = slurm.script();
        assert!(
            script.contains("#SBATCH --array=0-1%2\n") && script.contains("'/data/it'\\''s here' --chunk"),
            "{script}"
        );
    }
}
